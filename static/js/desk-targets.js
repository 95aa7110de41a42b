// Editing a list of items: a running sum, and one more row where it is wanted. Without it three empty rows are there.
function hundredths(text) {
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text.trim());
  return match ? Number(match[1]) * 100 + Number((match[2] || "").padEnd(2, "0")) : 0;
}

function written(value) {
  return (value / 100).toFixed(2).replace(/\.?0+$/, "");
}

function start(form) {
  const rows = form.querySelector(".target-rows");
  const sum = form.querySelector("[data-sum]");
  const rest = form.querySelector("[data-rest]");
  const add = form.querySelector("[data-add]");
  const wanted = hundredths(form.dataset.points);

  function count() {
    const found = [...form.querySelectorAll("[name=cap]")].reduce((all, field) => all + hundredths(field.value), 0);
    const left = wanted - found;
    sum.querySelector("strong").textContent = written(found);
    const words = left > 0 ? sum.dataset.missing : sum.dataset.over;
    rest.textContent = left ? `· ${words} ${written(Math.abs(left))}` : "✓";
    sum.classList.toggle("is-whole", left === 0);
  }

  function grow(field) {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  }

  add.hidden = false;
  add.addEventListener("click", () => {
    const row = rows.lastElementChild.cloneNode(true);
    for (const field of row.querySelectorAll("input, textarea")) field.value = "";
    rows.append(row);
    row.querySelector("textarea").focus();
  });
  form.addEventListener("input", (event) => {
    if (event.target.name === "text") grow(event.target);
    count();
  });
  form.querySelectorAll("textarea").forEach(grow);
  count();
}

document.querySelectorAll("form.targets").forEach(start);
