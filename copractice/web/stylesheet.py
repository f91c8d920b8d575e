"""The one style sheet of every page, joined from its parts when the pages' files are gathered."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

FOLDER = "web/css/"
WHOLE = f"{FOLDER}whole.css"
PARTS = (
    "tokens.css",
    "fonts.css",
    "base.css",
    "layout.css",
    "components/frame.css",
    "components/line.css",
    "components/great.css",
    "components/timeline.css",
    "components/acts.css",
    "components/fields.css",
    "components/cards.css",
    "components/data.css",
    "components/lists.css",
    "components/longtext.css",
    "components/statements.css",
    "components/findings.css",
    "components/room.css",
    "components/prioritizing.css",
    "components/parties.css",
    "components/definition.css",
    "components/family.css",
    "components/call.css",
    "components/answers.css",
    "components/review.css",
    "components/board.css",
    "components/selection.css",
    "components/cohorts.css",
    "components/assessments.css",
    "components/recommendations.css",
    "components/report.css",
    "components/chain.css",
    "components/sign_in.css",
    "print.css",
)


class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Joins the parts before files are named by their content: a phone asks for one sheet, not for thirty."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Write the whole sheet, then go on with all files."""
        if not dry_run:
            parts = [Path(self.path(FOLDER + name)).read_text("utf-8") for name in PARTS]
            Path(self.path(WHOLE)).write_text("\n".join(parts), "utf-8")
            paths[WHOLE] = (self, WHOLE)
        yield from super().post_process(paths, dry_run=dry_run, **options)
