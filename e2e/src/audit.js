// What holds on every page. The answer is a list of faults, each a sentence; empty when there is none.
const faults = [];
const root = document.scrollingElement;
const seen = (element) =>
  element.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: false });
const clean = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const show = (element) => `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}"> “${clean(element.textContent).slice(0, 40)}”`;

// Nothing stands out at the side.
if (root.scrollWidth > innerWidth) {
  const wide = [...document.body.querySelectorAll("*")].filter((element) => seen(element) && element.getBoundingClientRect().right > innerWidth + 0.5);
  faults.push(`the page is ${root.scrollWidth} px wide in a window of ${innerWidth} px, because of ${wide.slice(0, 3).map(show).join(", ")}`);
}

// Nor is anything cut off there, but for what scrolls or crops by itself.
const held = (element) => {
  for (let node = element.parentElement; node && node !== document.body; node = node.parentElement) {
    if (["auto", "scroll", "hidden"].includes(getComputedStyle(node).overflowX)) return true;
  }
  return false;
};
for (const element of document.querySelectorAll("a, button, input, textarea, img, p, h1, h2, h3, label, li, article")) {
  const { left, right, width } = element.getBoundingClientRect();
  if (width > 1 && seen(element) && (right > innerWidth + 1 || left < -1) && !held(element) && !element.closest(".skip, .visually-hidden")) {
    faults.push(`${show(element)} reaches from ${Math.round(left)} to ${Math.round(right)} px in a window of ${innerWidth} px`);
  }
}

// Cards do not lie on each other.
const cards = [...document.querySelectorAll("main article")].filter(seen).map((card) => [card, card.getBoundingClientRect()]);
cards.forEach(([one, a], index) => {
  for (const [other, b] of cards.slice(index + 1)) {
    if (!one.contains(other) && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) {
      faults.push(`${show(one)} lies on ${show(other)}`);
    }
  }
});

// One heading of the first level, and no level left out below it.
const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((heading) => !heading.closest("dialog:not([open])"));
const first = headings.filter((heading) => heading.tagName === "H1");
if (first.length !== 1) faults.push(`the page has ${first.length} h1`);
headings.reduce((before, heading) => {
  const level = Number(heading.tagName[1]);
  if (level > before + 1) faults.push(`h${level} “${clean(heading.textContent)}” follows h${before}`);
  return level;
}, 0);

// A document that says what it is.
if (!document.documentElement.lang) faults.push("the document has no language");
if (!clean(document.title)) faults.push("the document has no title");
if (document.querySelectorAll("main").length !== 1) faults.push("the page has not exactly one main part");

// Pictures with words, ids used once, no order of their own for Tab, nothing to press within something to press.
for (const image of document.querySelectorAll("img:not([alt])")) faults.push(`${image.src} has no alt`);
const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index))) faults.push(`the id ${id} stands more than once`);
for (const element of document.querySelectorAll("[tabindex]")) if (element.tabIndex > 0) faults.push(`${show(element)} has a tabindex above 0`);
const pressable = "a[href], button, input:not([type=hidden]), select, textarea, summary";
for (const element of document.querySelectorAll(`a[href] :is(${pressable}), button :is(${pressable})`)) faults.push(`${show(element)} stands within another control`);
for (const element of document.querySelectorAll("[aria-describedby], [aria-labelledby], [aria-controls]")) {
  for (const attribute of ["aria-describedby", "aria-labelledby", "aria-controls"]) {
    for (const id of (element.getAttribute(attribute) ?? "").split(/\s+/).filter(Boolean)) {
      if (!document.getElementById(id)) faults.push(`${attribute} of ${show(element)} names ${id}, which is not there`);
    }
  }
}

// Room for a finger: 24 px each way wherever it is not a word in a text, 44 px for what stands on a phone by itself.
const least = innerWidth < 480 ? 40 : 24;
for (const element of document.querySelectorAll("button, a[href], summary, select, textarea, input:not([type=hidden], [type=file], [type=range])")) {
  if (!seen(element) || getComputedStyle(element).display === "inline" || element.classList.contains("skip")) continue;
  const target = ["radio", "checkbox"].includes(element.type) ? element.labels?.[0] ?? element : element;
  const { width, height } = target.getBoundingClientRect();
  if (width > 1 && height > 1 && (width < least || height < least)) faults.push(`${show(element)} is ${Math.round(width)} by ${Math.round(height)} px`);
}

// Contrast of words on plain grounds; words on pictures and gradients are for human eyes.
const brush = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
const known = new Map();
const rgba = (colour) => {
  if (!known.has(colour)) {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    known.set(colour, [...brush.getImageData(0, 0, 1, 1).data].map((part, index) => (index === 3 ? part / 255 : part)));
  }
  return known.get(colour);
};
const over = (above, below) => [0, 1, 2].map((i) => above[i] * above[3] + below[i] * (1 - above[3])).concat(1);
const light = (colour) => {
  const [r, g, b] = colour.map((part) => (part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ground = (element) => {
  const layers = [];
  for (let node = element; node; node = node.parentElement) {
    const style = getComputedStyle(node);
    if (style.backgroundImage !== "none" || style.backdropFilter !== "none" || Number(style.opacity) < 1) return null;
    if (["absolute", "fixed", "sticky"].includes(style.position) && rgba(style.backgroundColor)[3] < 1) return null;
    const colour = rgba(style.backgroundColor);
    layers.push(colour);
    if (colour[3] === 1) return layers.reduceRight((below, above) => over(above, below));
  }
  return layers.reduceRight((below, above) => over(above, below), rgba(getComputedStyle(document.documentElement).colorScheme === "dark" ? "black" : "white"));
};
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!clean(walker.currentNode.textContent) || !seen(element) || element.closest("[disabled], [aria-disabled=true], .visually-hidden, .skip, canvas, svg, script, style")) continue;
  const below = ground(element);
  if (!below) continue;
  const style = getComputedStyle(element);
  const above = over(rgba(style.color), below);
  const [bright, dark] = [light(above), light(below)].sort((one, other) => other - one);
  const ratio = (bright + 0.05) / (dark + 0.05);
  const size = parseFloat(style.fontSize);
  const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
  if (ratio < needed - 0.05) faults.push(`${show(element)} has a contrast of ${ratio.toFixed(2)}`);
}
return [...new Set(faults)];
