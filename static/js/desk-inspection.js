// The form for one inspection: how many points is asked only where points are taken or given.
const form = document.querySelector("form.inspect");

function follow() {
  const effect = form.querySelector("[name=effect]:checked");
  const moves = Boolean(effect) && effect.value !== "none";
  form.querySelector("[data-amount]").hidden = !moves;
  form.amount.required = moves;
  form.reason.required = moves;
}

if (form) {
  form.addEventListener("change", follow);
  follow();
}
