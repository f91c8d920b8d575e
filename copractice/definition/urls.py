"""Addresses of definitions and commitments: what everybody reads, what members say, the staff's pages."""

from django.urls import path

from copractice.definition.views import commitments, public, signatures, voices, writing

COMMUNITY = "c/<slug:slug>/"
DEFINITION = f"{COMMUNITY}definition/<slug:code>/"
VERSION = f"{COMMUNITY}versions/<slug:code>/"
OBJECTION = f"{COMMUNITY}objections/<slug:code>/"
COMMITMENT = f"{COMMUNITY}commitments/<slug:code>/"

urlpatterns = [
    path(f"{COMMUNITY}definition/", public.definition_list, name="definitions"),
    path(f"{COMMUNITY}definition/new/", writing.draft, name="draft_definition"),
    path(DEFINITION, public.definition, name="definition"),
    path(f"{DEFINITION}compare/", public.compare, name="compare_versions"),
    path(f"{DEFINITION}edit/", writing.change, name="change_definition"),
    path(f"{DEFINITION}write/", writing.write, name="write_version"),
    path(VERSION, public.version, name="definition_version"),
    path(f"{VERSION}consult/", writing.consult, name="consult_version"),
    path(f"{VERSION}redraft/", writing.redraft, name="redraft_version"),
    path(f"{VERSION}replace/", writing.replace, name="replace_version"),
    path(f"{VERSION}adopt/", writing.adopt, name="adopt_version"),
    path(f"{VERSION}comment/", voices.comment, name="comment_version"),
    path(f"{VERSION}object/", voices.object_to, name="object_to_version"),
    path(f"{COMMUNITY}comments/<slug:code>/withdraw/", voices.take_back, name="withdraw_comment"),
    path(f"{OBJECTION}stand-aside/", voices.stand_aside, name="stand_aside"),
    path(f"{OBJECTION}settle/", voices.settle, name="settle_objection"),
    path(f"{COMMUNITY}commitments/", commitments.commitment_list, name="commitments"),
    path(f"{COMMUNITY}commitments/new/", commitments.draft, name="draft_commitment"),
    path(COMMITMENT, commitments.commitment, name="commitment"),
    path(f"{COMMITMENT}edit/", commitments.change, name="change_commitment"),
    path(f"{COMMITMENT}write/", commitments.write, name="write_commitment"),
    path(f"{COMMITMENT}publish/", commitments.publish, name="publish_commitment"),
    path(f"{COMMITMENT}sign/", signatures.sign, name="sign_commitment"),
    path(f"{COMMITMENT}paper/", signatures.record_paper, name="record_signature"),
    path(f"{COMMUNITY}signatures/<slug:code>/end/", signatures.end, name="end_signature"),
]
