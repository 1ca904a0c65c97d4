"""What a benchmark found, as a table, as JSON, and as a section of a document."""

import os

HEAD = """# Benchmarks

`./bench` lists the benchmarks, `./bench NAME` runs one and writes its section here. Ratios are of
one run on one machine; absolute figures are that machine's.
"""


class Result:
    def __init__(self, name, what, machine):
        self.name = name
        self.what = what
        self.machine = machine
        self.took = 0
        self.tables = []
        self.checks = []
        self.notes = []

    def table(self, title, columns, rows):
        """Rows of texts and numbers, under a title."""
        self.tables.append({"title": title, "columns": columns, "rows": rows})

    def check(self, what, value, met, target):
        """A target: its value in this run, and whether it is met."""
        self.checks.append({"what": what, "value": value, "target": target, "met": met})

    def note(self, text):
        self.notes.append(text)

    def met(self):
        return all(check["met"] for check in self.checks)

    def json(self):
        return {
            "name": self.name,
            "machine": self.machine,
            "took_seconds": self.took,
            "tables": self.tables,
            "checks": self.checks,
            "notes": self.notes,
            "met": self.met(),
        }

    def _checks(self):
        return [
            [check["what"], check["target"], check["value"], "met" if check["met"] else "MISSED"]
            for check in self.checks
        ]

    def _machine(self):
        return (
            "{date}; {cpu}, {cores} cores, {memory_gib} GiB; Linux {kernel}; "
            "load average {load_average:.2f} at the start; the benchmark took {took} s"
        ).format(took=self.took, **self.machine)

    def text(self):
        parts = [f"{self.name}: {self.what}", self._machine()]
        for table in self.tables:
            parts.append(table["title"] + "\n" + _plain(table["columns"], table["rows"]))
        parts.append(_plain(["target", "wanted", "this run", ""], self._checks()))
        return "\n\n".join(parts + self.notes)

    def markdown(self):
        parts = [f"## {self.name}", self.what, f"Machine: {self._machine()}."]
        for table in self.tables:
            parts.append(f"{table['title']}:")
            parts.append(_markdown(table["columns"], table["rows"]))
        parts.append(_markdown(["target", "wanted", "this run", ""], self._checks()))
        return "\n\n".join(parts + self.notes) + "\n"


def _cell(value):
    if isinstance(value, float):
        return f"{value:.2f}" if abs(value) < 100 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _plain(columns, rows):
    cells = [columns] + [[_cell(value) for value in row] for row in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(columns))]
    lines = []
    for row in cells:
        padded = [row[0].ljust(widths[0])]
        padded += [text.rjust(width) for text, width in zip(row[1:], widths[1:])]
        lines.append("  " + "  ".join(padded).rstrip())
    return "\n".join(lines)


def _markdown(columns, rows):
    lines = ["| " + " | ".join(columns) + " |", "|---" + "|---:" * (len(columns) - 1) + "|"]
    lines += ["| " + " | ".join(_cell(value) for value in row) + " |" for row in rows]
    return "\n".join(lines)


def write(path, result):
    """Puts the section of this benchmark in place of its last one; the others stay."""
    sections = _sections(path)
    sections[result.name] = result.markdown()
    text = HEAD + "".join("\n" + sections[name] for name in sorted(sections))
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path + ".new", path)


def _sections(path):
    sections, name = {}, None
    if os.path.exists(path):
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("## "):
                    name = line[3:].strip()
                    sections[name] = ""
                if name:
                    sections[name] += line
    return {name: text.rstrip() + "\n" for name, text in sections.items()}
