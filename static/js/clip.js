// "Kopiér link til …": fetches a fresh link straight into the clipboard, so that it never shows on the wall.

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text); // only on https and localhost
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "hidden";
    area.setAttribute("aria-hidden", "true");
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

for (const form of document.querySelectorAll("[data-clip]")) {
  let link; // a browser that forgot the press while we fetched gets it at the next press
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const status = form.querySelector(".status");
    try {
      link ??= (await (await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } })).json()).link;
    } catch {
      status.textContent = "Linket kunne ikke laves. Tjek forbindelsen, og prøv igen.";
      return;
    }
    const done = await copy(link);
    status.textContent = done ? form.dataset.clip : "Tryk en gang til for at kopiere linket.";
    if (done) link = undefined;
  });
}
