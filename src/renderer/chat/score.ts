/** Two decimals: scores are compared, not measured. */
export function rounded(score: number): number {
  return Math.round(score * 100) / 100
}
