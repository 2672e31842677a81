import type { LogLevel } from '../../shared/contract/log'

/** A date and time, brackets and dashes may stand before the word; it must be in capitals and end there. */
const beginning =
  /^\s*(?:\[?\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?\]?[\s-]*)?[[(<]?(EMERGENCY|ALERT|CRITICAL|FATAL|ERROR|WARNING|WARN|NOTICE|INFO|DEBUG|TRACE)(?:[\])>:]|\s|$)/u

const levels: Readonly<Record<string, LogLevel>> = {
  EMERGENCY: 'emergency',
  ALERT: 'alert',
  CRITICAL: 'critical',
  FATAL: 'critical',
  ERROR: 'error',
  WARNING: 'warning',
  WARN: 'warning',
  NOTICE: 'notice',
  INFO: 'info',
  DEBUG: 'debug',
  TRACE: 'debug',
}

/** The level a line of a process claims for itself; null where it does not begin with one, unmistakably. */
export function claimedLevel(line: string): LogLevel | null {
  return levels[beginning.exec(line.slice(0, 80))?.[1] ?? ''] ?? null
}
