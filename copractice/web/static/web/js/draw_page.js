// The check on the page of a draw: fetches the published document and repeats the draw in the browser.

const engine = document.querySelector("script[data-engine]").dataset.engine;
const box = document.querySelector("[data-draw]");
const result = box.querySelector("[data-result]");

async function check() {
  const { draw } = await import(engine);
  const response = await fetch(box.dataset.draw);
  const content = await response.text();
  const commitment = document.getElementById("commitment").textContent;
  try {
    const found = draw(content, commitment, box.querySelector("textarea").value);
    result.textContent = `${box.dataset.same} ${found.people.join(", ")} | ${found.alternates.join(", ")}`;
  } catch (error) {
    result.textContent = `${box.dataset.no} ${error.message}`;
  }
}

box.querySelector("[data-check]").addEventListener("click", check);
