// What has the focus: where it stands in the document, and whether somebody sees that it has it.
() => {
  const element = document.activeElement;
  const all = [...document.querySelectorAll('*')];
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  return {
    place: element === document.body ? -1 : all.indexOf(element),
    seen: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
    what: element.outerHTML.slice(0, 120),
  };
}
