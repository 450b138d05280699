// A map of strings, filled and read again.
{
  const map = new Map();
  for (let i = 0; i < SIZE; i++) {
    map.set("key " + i, i);
  }
  let sum = 0;
  for (let i = SIZE - 1; i >= 0; i--) {
    sum += map.get("key " + i);
  }
  FINAL({ size: map.size, sum });
}
