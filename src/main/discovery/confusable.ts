/*
 * Letters of Cyrillic and Greek that look like a Latin one in common fonts (the part of Unicode's confusables table a
 * server's name can be disguised with), as `look-alike → Latin`.
 */
const latinOf: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: 'аα',
    b: 'Ьβ',
    c: 'сϲ',
    d: 'ԁ',
    e: 'еε',
    g: 'ɡ',
    h: 'һ',
    i: 'іιӏ',
    j: 'јϳ',
    k: 'кκ',
    l: 'ⅼ',
    m: 'м',
    n: 'пη',
    o: 'оοσ',
    p: 'рρ',
    q: 'ԛ',
    r: 'г',
    s: 'ѕ',
    t: 'тτ',
    u: 'υ',
    v: 'ѵν',
    w: 'ԝω',
    x: 'хχ',
    y: 'уγ',
    A: 'АΑ',
    B: 'ВΒ',
    C: 'СϹ',
    E: 'ЕΕ',
    H: 'НΗ',
    I: 'ІΙӀ',
    J: 'Ј',
    K: 'КΚ',
    M: 'МΜ',
    N: 'Ν',
    O: 'ОΟ',
    P: 'РΡ',
    S: 'Ѕ',
    T: 'ТΤ',
    X: 'ХΧ',
    Y: 'ҮΥ',
    Z: 'Ζ',
  }).flatMap(([latin, alike]) => [...alike].map((char) => [char, latin] as const)),
)

/** What a name looks like at a glance: look-alikes as Latin letters, without regard to case. */
function skeleton(name: string): string {
  return [...name.normalize('NFKC')]
    .map((char) => latinOf.get(char) ?? char)
    .join('')
    .toLowerCase()
}

/** Groups names by what they look like, for `lookAlike`. */
export function bySkeleton(names: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  return Map.groupBy(new Set(names), skeleton)
}

/** Whether letters of another script stand in a name that look like Latin ones; only then can it imitate another name. */
export function isSuspect(name: string): boolean {
  return [...name.normalize('NFKC')].some((char) => latinOf.has(char))
}

/**
 * The name among `others` that `name` could be mistaken for because letters of another script stand in it, or
 * undefined. The plain Latin name is never the one under suspicion.
 */
export function lookAlike(name: string, others: ReturnType<typeof bySkeleton>): string | undefined {
  if (!isSuspect(name)) return undefined
  return others.get(skeleton(name))?.find((other) => other !== name)
}
