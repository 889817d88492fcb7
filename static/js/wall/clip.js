// Straight into the clipboard: a fresh secret link, so that it never shows on the wall, and the minutes as text.

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

// "Kopiér link til …"
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

// "Kopiér som tekst": the file behind a link, into the clipboard.
for (const way of document.querySelectorAll("[data-copy]")) {
  let text; // as above: the next press has it
  way.addEventListener("click", async event => {
    event.preventDefault();
    const status = way.parentElement.querySelector(".status");
    try {
      text ??= await whole(await fetch(way.href));
    } catch {
      status.textContent = "Teksten kunne ikke hentes. Tjek forbindelsen, og prøv igen.";
      return;
    }
    const done = await copy(text);
    status.textContent = done ? way.dataset.copy : "Tryk en gang til for at kopiere teksten.";
    if (done) text = undefined;
  });
}

function whole(answer) {
  if (!answer.ok) throw new Error(answer.status);
  return answer.text();
}
