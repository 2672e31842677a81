/** Whether a moment lies in the quiet hours (`22:00-07:00`, or `off`), by this machine's clock. */
export function isQuiet(quietHours: string, nowMs: number): boolean {
  const [from, to] = quietHours.split('-').map(minutesOf)
  if (from === undefined || to === undefined) return false
  const now = new Date(nowMs)
  const minutes = now.getHours() * 60 + now.getMinutes()
  return from <= to ? minutes >= from && minutes < to : minutes >= from || minutes < to
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':')
  return Number(hours) * 60 + Number(minutes)
}
