"""What a release is, for search engines and catalogs, in the words of schema.org (JSON-LD)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from copractice.communities.queries.texts import read_text

NAME = "about.jsonld"
KIND = "application/ld+json"


def about(content: Mapping[str, Any], languages: Sequence[str]) -> bytes:
    """Return the description of a release: a report, with its table and its papers; addresses are relative."""
    title, lead = (read_text(content[name], languages[0]).text for name in ("title", "lead"))
    papers = [(f"report.{language}.pdf", "application/pdf") for language in languages]
    said = {
        "@context": "https://schema.org",
        "@type": ["Report", "Dataset"],
        "name": title,
        "description": lead,
        "inLanguage": list(languages),
        "datePublished": content["frozen_at"][:10],
        "publisher": {"@type": "Organization", "name": content["community"]},
        "distribution": [
            {"@type": "DataDownload", "contentUrl": name, "encodingFormat": kind}
            for name, kind in [("data.csv", "text/csv"), *papers]
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()
