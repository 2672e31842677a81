/** The units a length of time is said in, longest first, with their milliseconds. */
export const timeUnits = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const
