// Counts the characters of a text beside its field while it is typed.
for (const field of document.querySelectorAll("[data-count]")) {
  const foot = field.parentElement.querySelector(".field__foot");
  const count = document.createElement("p");
  count.className = "field__count";
  const tell = () => {
    const length = field.value.trim().replace(/\s+/g, " ").length;
    count.textContent = `${length} / ${field.dataset.count}`;
    count.classList.toggle("field__note--error", length > Number(field.dataset.count));
  };
  field.addEventListener("input", tell);
  tell();
  foot.append(count);
}
