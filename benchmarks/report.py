"""Prints the measurements as one table, and for each aim whether it was reached."""

FIXED_CPU = 5.5  # ms a note with one viewer
SMALL_ROOM = 6.0  # ms above the floor at 30 viewers
RATIO = {"sqlite": 1.5, "postgresql": 2.0}  # of the floor at 300 viewers
IDLE_STREAM = 20.0  # kB
PRINTING = 1.3  # times the latency without
MINUTES = 0.5  # s
OWN = 10.0  # ms
WAVE = 1000.0  # ms
BACK = 1.0  # s

HEADS = (
    "rooms × viewers|server|p50|p95|p99|answer p95|lost|doubled|failed|ms/note|µs/delivered|db ms/note|MiB|foreign %"
)
WIDTHS = (17, 15, 7, 7, 7, 10, 5, 7, 6, 8, 12, 10, 6, 9)


class Report:
    def __init__(self):
        self.aims = []
        self.headed = False

    def say(self, words=""):
        print(words, flush=True)

    # --- Notes --------------------------------------------------------------------------------------------------

    def line(self, cells):
        self.say("  ".join(str(cell).rjust(width) for cell, width in zip(cells, WIDTHS, strict=True)))

    def row(self, row):
        if not self.headed:
            self.line(HEADS.split("|"))
            self.headed = True
        times = (f"{ms:.1f}" for ms in (row.p50, row.p95, row.p99, row.answer))
        counts = (row.lost, row.doubled, row.failed)
        costs = (f"{row.per_note:.1f}", f"{row.per_delivered:.1f}", f"{row.database:.1f}", f"{row.rss:.0f}")
        self.line((row.name, row.server, *times, *counts, *costs, f"{row.foreign:.0f}"))

    def compare(self, floor, product, *, fixed=False):
        """Print both rows and their ratio, and note the aims for this size of room."""
        self.row(floor)
        self.row(product)
        latency, cpu = product.p95 / floor.p95, product.per_delivered / floor.per_delivered
        self.line(("", "ratio", "", f"{latency:.2f}", *[""] * 6, f"{cpu:.2f}", "", "", ""))
        name = f"{product.name} {product.server}"
        self.aim(f"{name}: lost, doubled, failed", product.lost + product.doubled + product.failed, 0)
        if fixed:
            self.aim("fixed CPU of a note, ms", product.per_note, FIXED_CPU)
        if product.name == "1 × 30":
            self.aim("1 × 30: p95 above the floor, ms", product.p95 - floor.p95, SMALL_ROOM)
        if product.name == "1 × 300":
            self.aim(f"{name}: p95, times the floor", latency, RATIO[product.server])
            self.aim(f"{name}: CPU a delivered note, times the floor", cpu, RATIO[product.server])

    def printing(self, quiet, busy, printed, seconds):
        self.row(quiet)
        self.row(busy)
        self.say(f"{printed} PDFs, {seconds:.2f} s each")
        self.aim("notes while PDFs are made: p95, times without", busy.p95 / quiet.p95, PRINTING)

    def minutes(self, found):
        self.say("\nMinutes as PDF, the worker warm, the best of three")
        for notes, seconds, size in found:
            self.say(f"  {notes:5} notes {seconds * 1e3:7.0f} ms, {size:.0f} kB")
            if notes == 100:
                self.aim("minutes with 100 notes, s", seconds, MINUTES)

    def own(self, on, notes, milliseconds):
        self.aim(f"own notes among {notes}, {on}, ms", milliseconds, OWN)

    # --- The rest -----------------------------------------------------------------------------------------------

    def wave(self, people, seconds, found, on="sqlite"):
        self.say(
            f"\nJoin wave, {on}: {people} people in {seconds} s, ms p50 / p95 (foreign load {found['foreign']:.0f} %)"
        )
        for step, (p50, p95) in {**found["steps"], "all of it": found["whole"]}.items():
            self.say(f"  {step:12} {p50:8.1f} / {p95:.1f}")
        self.say(f"  errors {found['errors']}, server CPU {found['cpu']:.1f} ms a person")
        self.aim(f"join wave {on}: p95 of the whole way, ms", found["whole"][1], WAVE)
        self.aim(f"join wave {on}: errors", found["errors"], 0)

    def reconnect(self, people, found):
        self.say(f"\nkill -9 under {people} streams (foreign load {found['foreign']:.0f} %)")
        self.say(f"  restart {found['restart']:.2f} s, then all current after {found['current']:.2f} s")
        self.say(f"  missed {found['missed']}, sent twice {found['twice']}, CPU {found['cpu']:.1f} ms a stream")
        self.aim("reconnect: all current after the port answers, s", found["current"], BACK)
        self.aim("reconnect: notes missed", found["missed"], 0)

    def idle(self, found):
        self.say(f"\n{found['streams']} idle streams (foreign load {found['foreign']:.0f} %)")
        self.say(f"  {found['kB']:.1f} kB each; threads {found['threads']}, connections {found['connections']}")
        for words in ("alone", "beside"):
            p50, p95 = found[words]
            self.say(f"  a page {words:6} them: {p50:.1f} / {p95:.1f} ms")
        self.say(f"  CPU while nothing happens {found['idle cpu']:.1f} % of one processor; lost {found['lost']}")
        self.aim("idle stream, kB", found["kB"], IDLE_STREAM)
        self.aim("idle streams lost", found["lost"], 0)

    # --- The aims -----------------------------------------------------------------------------------------------

    def aim(self, words, got, most):
        self.aims.append((words, got, most))

    def finish(self):
        self.say("\nAims")
        for words, got, most in self.aims:
            verdict = "reached    " if got <= most else "NOT REACHED"
            self.say(f"  {verdict}  {words}: {got:.4g} (at most {most:g})")
