// On the page that says "Prøv igen om lidt": asks now and then, and fetches the page when it is there again.

const soon = () => 3000 + 4000 * Math.random(); // ms: not everybody in the same moment

async function look() {
  try {
    const { status } = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    if (status < 500) return location.reload();
  } catch { /* the line is gone as well */ }
  setTimeout(look, soon());
}

setTimeout(look, soon());
