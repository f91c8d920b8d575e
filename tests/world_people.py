"""Sample ways to sign in: a passkey that no device holds, and an authenticator app."""

import os
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from copractice.people.models import Person

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_passkey(person: Person, name: str = "Phone") -> Authenticator:
    """Keep a passkey for a person, whose private half is thrown away."""
    return WebAuthn.add(person, name, made_by_a_device()).instance


def made_by_a_device() -> dict[str, object]:
    """Return what a browser sends of a passkey that its device has just made."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    known = AttestedCredentialData.create(b"\0" * 16, os.urandom(16), key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    told = AuthenticatorData.create(sha256(b"testserver"), flags, 0, known)
    response = {
        "clientDataJSON": websafe_encode(b'{"type": "webauthn.create", "challenge": "", "origin": ""}'),
        "attestationObject": websafe_encode(AttestationObject.create("none", told, {})),
    }
    number = websafe_encode(known.credential_id)
    return {"id": number, "rawId": number, "type": "public-key", "response": response}


def make_app(person: Person) -> Authenticator:
    """Keep an authenticator app for a person, whose codes `app_code` tells."""
    return TOTP.activate(person, SECRET).instance


def app_code(secret: str = SECRET) -> str:
    """Return the code that an app shows now; waits for the next one when this one is about to end."""
    if time.time() % 30 > 26:
        time.sleep(4)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
