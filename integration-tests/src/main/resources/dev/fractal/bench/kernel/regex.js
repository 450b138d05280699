// Three regular expressions over one text.
{
  const text = await inputs.log.slice(0, SIZE);
  let users = 0;
  let nets = 0;
  for (const found of text.matchAll(/user=(\d+) ip=(\d+)\.\d+\.\d+\.\d+/g)) {
    users += Number(found[1]);
    nets += Number(found[2]);
  }
  const masked = text.replace(/ip=[\d.]+/g, "ip=hidden");
  const late = text.match(/\b(?:ERROR|WARN)\b[^\n]*\btimeout\b[^\n]*took=\d{3,}ms/g) ?? [];
  FINAL({ users, nets, masked: masked.length, late: late.length });
}
