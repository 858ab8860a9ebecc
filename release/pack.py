"""Packs a folder with reproducible bytes: python3 release/pack.py FOLDER ARCHIVE SECONDS-SINCE-1970"""

import gzip
import os
import sys
import tarfile
import time
import zipfile

folder, archive, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3])
base = os.path.dirname(folder)
files = sorted(os.path.join(at, name) for at, _, names in os.walk(folder) for name in names)


def entry(path):
    """The name in the archive, and the mode: what can be executed is the binary."""
    name = os.path.relpath(path, base).replace(os.sep, "/")
    is_binary = os.path.basename(path) in ("bloqr", "bloqr.exe")
    return name, 0o755 if is_binary else 0o644


if archive.endswith(".zip"):
    # Its times start in 1980.
    date = time.gmtime(max(seconds, 315532800))[:6]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for path in files:
            name, mode = entry(path)
            info = zipfile.ZipInfo(name, date)
            info.external_attr = (0o100000 | mode) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            with open(path, "rb") as file:
                out.writestr(info, file.read())
else:
    with open(archive, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, seconds) as zipped:
        with tarfile.open(fileobj=zipped, mode="w", format=tarfile.USTAR_FORMAT) as out:
            for path in files:
                info = tarfile.TarInfo()
                info.name, info.mode = entry(path)
                info.size, info.mtime = os.path.getsize(path), seconds
                with open(path, "rb") as file:
                    out.addfile(info, file)
