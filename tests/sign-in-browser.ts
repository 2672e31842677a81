import { vi } from 'vitest'
import type { SignIn } from '../src/shared/contract/sign-in'
import { type Room, within } from './connections-room'

/** What a browser would show in the end: follows the authorization page's redirect back to Rollcall. */
export async function follow(
  authorizationUrl: string,
): Promise<{ status: number; page: string; back: string }> {
  const there = await fetch(authorizationUrl, { redirect: 'manual' })
  const back = there.headers.get('location') ?? ''
  const answer = await fetch(back, { headers: { 'accept-language': 'en' } })
  return { status: answer.status, page: await answer.text(), back }
}

/** Signs in as a person would, and gives how it stands when it is over. */
export async function signIn(room: Room, id: string): Promise<SignIn> {
  const { authorizationUrl, problem } = await room.connections.signIns.begin(id)
  if (authorizationUrl === null) throw new Error(`there is nothing to open: ${problem?.message}`)
  await follow(authorizationUrl)
  return over(room, id)
}

/** How a sign-in stands once nothing is under way. */
export function over(room: Room, id: string): Promise<SignIn> {
  return vi.waitFor(() => {
    const view = room.connections.signIns.view(id)
    if (view?.step !== 'idle') throw new Error(`it is ${view?.step}`)
    return view
  }, within)
}
