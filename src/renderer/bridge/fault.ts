import { ORPCError } from '@orpc/client'
import { type FaultCode, type FaultDetail, faultStatus } from '../../shared/contract/fault'

/** A refusal as the page has it; `offline` is the page's own: the core could not be asked. */
export interface Refusal {
  readonly code: FaultCode | 'offline'
  readonly message: string
  readonly detail: FaultDetail
}

/** Reads anything a call may throw. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof ORPCError && isFaultCode(error.code))
    return { code: error.code, message: error.message, detail: isRecord(error.data) ? error.data : {} }
  if (error instanceof DOMException && error.name === 'AbortError')
    return { code: 'cancelled', message: error.message, detail: {} }
  return { code: 'offline', message: error instanceof Error ? error.message : String(error), detail: {} }
}

/** The fields an `invalid` refusal names, by path. */
export function issuesOf(refusal: Refusal): readonly { path: string; message: string }[] {
  const { issues } = refusal.detail
  if (!Array.isArray(issues)) return []
  return issues.flatMap((issue: unknown) =>
    isRecord(issue) && typeof issue.path === 'string' && typeof issue.message === 'string'
      ? [{ path: issue.path, message: issue.message }]
      : [],
  )
}

const isFaultCode = (code: string): code is FaultCode => code in faultStatus

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
