/** Numbers and the tables they are read in. */

/** @param {readonly number[]} values @param {number} share 0.5 is the median. */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** @param {readonly number[]} values */
export const median = (values) => quantile(values, 0.5)

/** @param {readonly number[]} values */
export const worst = (values) => Math.max(...values)

/** A table whose columns are as wide as their titles, right-aligned but for the first. */
export class Table {
  /** @param {readonly string[]} titles */
  constructor(titles) {
    this.titles = titles
    console.log(titles.join('  '))
  }

  /** @param {readonly (string | number)[]} cells Numbers come with as many digits as they are worth. */
  row(cells) {
    const told = cells.map((cell) => (typeof cell === 'number' ? digits(cell) : cell))
    const padded = told.map((cell, index) => {
      const width = this.titles[index]?.length ?? 0
      return index === 0 ? cell.padEnd(width) : cell.padStart(width)
    })
    console.log(padded.join('  '))
  }
}

/** @param {number} value */
function digits(value) {
  if (!Number.isFinite(value)) return '–'
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(Math.abs(value) >= 10 ? 1 : 2)
}
