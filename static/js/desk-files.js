// Says before sending what the server would refuse anyway: forty megabytes over a phone's line are not sent twice.
const MOST_FILES = 8;

function judge(field) {
  const { most, tooLarge, tooMany } = field.dataset;
  const input = field.querySelector("input[type=file]");
  const large = [...input.files].find((file) => file.size > Number(most));
  const fault = large ? tooLarge.replace("{name}", large.name) : input.files.length > MOST_FILES ? tooMany : "";
  const shown = field.querySelector(".field-fault");
  shown.textContent = fault;
  shown.hidden = !fault;
  input.setCustomValidity(fault);
}

for (const field of document.querySelectorAll(".file-field")) {
  field.addEventListener("change", () => judge(field));
}
