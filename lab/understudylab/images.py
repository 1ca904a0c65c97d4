"""The cached images: a base root, a layer with PostgreSQL on it, and the offline repository."""

import fcntl
import hashlib
import os
import shutil

from . import packages, recipe
from .tools import LabError, read_file, run, write_file

NAMES = ("bare", "pg15")

ENTER = r"""
root="$1"; repo="$2"; script="$3"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mkdir -p "$root/srv/debrepo"
mount --bind "$repo" "$root/srv/debrepo"
exec chroot "$root" /bin/sh -e -c "$script"
"""

ENTER_LAYER = r"""
base="$4"; layer="$5"
mkdir -p "$layer/upper" "$layer/work" "$1"
mount -t overlay overlay -o "lowerdir=$base,upperdir=$layer/upper,workdir=$layer/work" "$1"
""" + ENTER


def key():
    """Names the images that the present recipe makes."""
    with open(recipe.__file__, "rb") as source:
        text = source.read()
    return hashlib.sha256(text).hexdigest()[:12]


class Images:
    """The images of one state directory."""

    def __init__(self, state):
        self.folder = f"{state}/images"

    def at(self, name):
        """The directory of a generation of images."""
        return f"{self.folder}/{name}"

    def lower(self, generation, image):
        """The read-only layers of an image, topmost first, as overlayfs wants them."""
        root = self.at(generation)
        return f"{root}/pg15:{root}/base" if image == "pg15" else f"{root}/base"

    def ensure(self, say, rebuild=False):
        """Builds the images if the recipe has none yet; returns their key."""
        name = key()
        ready = f"{self.at(name)}/ready"
        if os.path.exists(ready) and not rebuild:
            return name
        os.makedirs(self.folder, exist_ok=True)
        with open(f"{self.folder}/.lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if rebuild:
                if self.users(name):
                    raise LabError("images in use by lab " + ", ".join(self.users(name)))
                shutil.rmtree(self.at(name), ignore_errors=True)
            if not os.path.exists(ready):
                self._build(name, say)
            self._drop_unused(name)
        return name

    def users(self, name):
        """The labs that stand on a generation of images."""
        labs = os.path.join(os.path.dirname(self.folder), "labs")
        found = os.listdir(labs) if os.path.isdir(labs) else []
        return [lab for lab in found if f'"{name}"' in read_file(f"{labs}/{lab}/lab.json")]

    def _drop_unused(self, name):
        for entry in os.listdir(self.folder):
            if entry not in (name, ".lock", "build.log") and not self.users(entry):
                shutil.rmtree(f"{self.folder}/{entry}", ignore_errors=True)

    def _build(self, name, say):
        folder = self.at(name)
        if os.path.isdir(folder):
            shutil.rmtree(folder)
        os.makedirs(folder)
        base, repo, scratch = f"{folder}/base", f"{folder}/repo", f"{folder}/scratch"
        path = f"{self.folder}/build.log"
        with open(path, "w", encoding="utf-8") as log:
            try:
                say("building the base image (Debian 12 with systemd and sshd)")
                self._bootstrap(base, log)
                say("downloading packages for hosts without a network")
                packages.build_repository(base, repo, log)
                environment = [
                    f"SOURCES={recipe.SOURCES}", "MASKED=" + " ".join(recipe.MASKED),
                    "PG15_PACKAGES=" + " ".join(recipe.PG15_PACKAGES),
                ]
                enter = ["env", *environment, "unshare", "--mount", "--pid", "--fork",
                         "--kill-child", "--propagation", "private", "bash", "-e", "-c"]
                run(*enter, ENTER, "sh", base, repo, recipe.BASE_SCRIPT, log=log)
                say("building the image pg15 (PostgreSQL 15, rsync, pgBackRest)")
                run(*enter, ENTER_LAYER, "sh", f"{scratch}/root", repo, recipe.PG15_SCRIPT,
                    base, scratch, log=log)
            except LabError as error:
                tail = "".join(read_file(path).splitlines(True)[-8:])
                raise LabError(f"building the images failed: {error}\n{tail}(all of it: {path})")
        os.rename(f"{scratch}/upper", f"{folder}/pg15")
        shutil.rmtree(scratch)
        write_file(f"{folder}/ready", name + "\n")

    @staticmethod
    def _bootstrap(base, log):
        run(
            "mmdebstrap", "--variant=minbase", "--mode=root", "--quiet",
            "--include=" + ",".join(recipe.BASE_PACKAGES),
            '--aptopt=APT::Install-Recommends "false"',
            recipe.SUITE, base, *packages.source_lines(), log=log,
        )
