"""Where Debian packages come from, and the repository that hosts without a network install from."""

import glob
import os

from . import recipe
from .tools import LabError, run

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
MIRROR = "UNDERSTUDY_LAB_MIRROR"


def source_lines():
    """The sources of the suite that this machine's own apt uses; the mirror named in the environment otherwise."""
    listed = run(
        "apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)",
        "Identifier: Packages", check=False,
    )
    pairs = []
    for line in listed.splitlines():
        address, release, component = (line.split() + ["", ""])[:3]
        plain = address.rstrip("/")
        known = plain.startswith(("http://", "https://")) and component == "main"
        if known and release.split("-")[0] == recipe.SUITE and (plain, release) not in pairs:
            pairs.append((plain, release))
    if recipe.SUITE not in [release for _, release in pairs]:
        pairs = mirror()
    return [f"deb [signed-by={KEYRING}] {address} {release} main" for address, release in pairs]


def mirror():
    """What the environment names, for machines whose apt knows another distribution only."""
    address = os.environ.get(MIRROR)
    if not address:
        raise LabError(
            f"apt has no source of Debian {recipe.SUITE} here: add one to apt's sources, "
            f"or name a Debian mirror in {MIRROR}"
        )
    return [(address, recipe.SUITE), (address, recipe.SUITE + "-updates")]


def build_repository(base, folder, log):
    """Downloads all that is offered and missing in the base image, and indexes it."""
    os.makedirs(f"{folder}/partial", exist_ok=True)
    scratch = f"{folder}/.apt"
    for part in ("lists/partial", "cache"):
        os.makedirs(f"{scratch}/{part}", exist_ok=True)
    with open(f"{scratch}/sources.list", "w", encoding="utf-8") as out:
        out.write("\n".join(source_lines()) + "\n")
    options = {
        "Dir::State::lists": f"{scratch}/lists",
        "Dir::State::status": f"{base}/var/lib/dpkg/status",
        "Dir::Etc::sourcelist": f"{scratch}/sources.list",
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": "/dev/null",
        "Dir::Cache": f"{scratch}/cache",
        "Dir::Cache::archives": f"{folder}/",
        "APT::Install-Recommends": "false",
        "APT::Sandbox::User": "root",
        "APT::Keep-Downloaded-Packages": "true",
        "Binary::apt-get::APT::Keep-Downloaded-Packages": "true",
        "Acquire::Languages": "none",
    }
    apt = ["apt-get", "-q", "-y"]
    for name, value in options.items():
        apt += ["-o", f"{name}={value}"]
    run(*apt, "update", log=log)
    run(*apt, "install", "--download-only", *recipe.OFFERED, log=log)
    run("rm", "-rf", scratch, f"{folder}/partial", f"{folder}/lock")
    index(folder)


def index(folder):
    """Writes the repository's Packages and Release files."""
    script = (
        'cd "$1" && apt-ftparchive packages . > Packages && '
        "apt-ftparchive -o APT::FTPArchive::Release::Suite=lab release . > .Release && "
        "mv .Release Release && chmod -R a+rX ."
    )
    run("sh", "-c", script, "sh", folder)
    if not glob.glob(f"{folder}/postgresql-15_*.deb"):
        raise LabError("the repository lacks postgresql-15")
