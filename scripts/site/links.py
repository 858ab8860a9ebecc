"""Where pages and links lead: docs/a.md is the page a/, and what is no page is in the repository. MkDocs checks the rest."""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
LINK = re.compile(r"(\]\()([^)\s#:]+)(#[^)\s]*)?(\))")


def on_files(files, config):
    for file in files:
        file.dest_uri = file.dest_uri.removeprefix("docs/")
    return files


def on_page_markdown(markdown, page, config, files):
    folder = pathlib.PurePosixPath(page.file.src_uri).parent

    def lead(found):
        target = found[2]
        path = pathlib.Path(ROOT / folder / target).resolve()
        is_ours = path.is_relative_to(ROOT) and path.exists()
        where = path.relative_to(ROOT).as_posix() if is_ours else target
        # A missing file stays as it is, and MkDocs reports it.
        if not is_ours or files.get_file_from_path(where):
            return found[0]
        kind = "tree" if path.is_dir() else "blob"
        return f"{found[1]}{config.repo_url}/{kind}/main/{where}{found[3] or ''}{found[4]}"

    return LINK.sub(lead, markdown)
