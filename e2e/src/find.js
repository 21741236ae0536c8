// Elements of a role and a name, as somebody sees or hears them. Arguments: role, name (a trailing * leaves the rest open),
// and optionally an element to look within. The answer is a list in document order.
const [role, wanted, within] = arguments;
const selectors = {
  article: "article",
  button: "button, summary, [role=button]",
  checkbox: "input[type=checkbox]:not([role=switch])",
  dialog: "dialog[open], [role=dialog]",
  heading: "h1, h2, h3, h4, h5, h6",
  image: "img",
  link: "a[href]",
  listitem: "li",
  radio: "input[type=radio]",
  region: "section[aria-label], section[aria-labelledby], nav[aria-label]",
  slider: "input[type=range], [role=slider]",
  switch: "[role=switch]",
  textbox: "input:not([type]), input[type=text], input[type=email], input[type=password], input[type=search], textarea",
  alert: "[role=alert], [role=status]",
};
const clean = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const words = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-hidden") === "true") return "";
  if (node.hasAttribute("aria-label")) return node.getAttribute("aria-label");
  if (node.tagName === "IMG") return node.alt;
  return [...node.childNodes].map(words).join(" ");
};
const name = (element) => {
  const labelledby = element.getAttribute("aria-labelledby");
  if (labelledby) return clean(labelledby.split(/\s+/).map((id) => document.getElementById(id)?.textContent).join(" "));
  if (element.hasAttribute("aria-label")) return clean(element.getAttribute("aria-label"));
  if (element.labels?.length) return clean([...element.labels].map((label) => label.textContent).join(" "));
  return clean(words(element)) || clean(element.title);
};
const seen = (element) =>
  element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: false }) && !element.closest("[aria-hidden=true]");
const fits = (text) => (wanted.endsWith("*") ? text.startsWith(wanted.slice(0, -1)) : text === wanted);
return [...(within ?? document).querySelectorAll(selectors[role] ?? `[role=${role}]`)].filter((element) => seen(element) && fits(name(element)));
