// Looks at a page as somebody who reads badly does: returns sentences of what is wrong.
() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => top.slice(0, 3).map((value, i) => value * top[3] + below[i] * (1 - top[3]));
  const light = ([r, g, b]) => {
    const part = (value) => ((value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(rgba(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
  };
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest('.unseen, .skip');
  const wrong = [];

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !seen(element) || element.closest('noscript, option')) continue;
    const style = getComputedStyle(element);
    const opacity = (() => { let all = 1; for (let at = element; at; at = at.parentElement) all *= getComputedStyle(at).opacity; return all; })();
    const below = ground(element);
    const [r, g, b, a] = rgba(element.namespaceURI.endsWith('svg') ? style.fill : style.color);
    const [x, y] = [light(over([r, g, b, a * opacity], below)), light(below)].sort((p, q) => q - p);
    const ratio = (x + 0.05) / (y + 0.05);
    if (ratio < 4.5) wrong.push(`contrast ${ratio.toFixed(2)} of '${texts.currentNode.data.trim().slice(0, 30)}' (${element.className || element.tagName})`);
  }

  for (const element of document.querySelectorAll('a, button, input, select, textarea, summary, [tabindex="0"], [role=img]')) {
    if (!seen(element)) continue;
    const name = element.getAttribute('aria-label') || [...(element.labels || [])].map((label) => label.innerText).join('') || element.innerText;
    if (!name?.trim()) wrong.push(`no name: ${element.outerHTML.slice(0, 80)}`);
  }
  for (const image of document.images) if (!image.hasAttribute('alt')) wrong.push('an image without alt');
  if (document.querySelectorAll('h1').length !== 1) wrong.push(`${document.querySelectorAll('h1').length} level-one headings`);
  if (!document.querySelector('main') || !document.querySelector('header')) wrong.push('no landmarks');
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  if (new Set(ids).size !== ids.length) wrong.push(`an id twice: ${ids}`);
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > innerWidth) wrong.push(`${scrollWidth} pixels wide in a window of ${innerWidth}`);
  return wrong;
}
