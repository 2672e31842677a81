import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import type { Client } from '../../../shared/contract'
import type { ConversationSummary } from '../../../shared/contract/chat'
import type { LlmConfig } from '../../../shared/contract/models'
import type { RouteScope } from '../../../shared/contract/routing'
import { Ends, exit } from '../exit'
import type { Words } from '../words'

const pollMs = 100
/** For servers to connect, where this process is the core. */
const settleMs = 15_000

export interface ScopeFlags {
  readonly tag?: readonly string[]
  readonly match: 'any' | 'all'
  readonly server?: readonly string[]
  readonly without?: readonly string[]
}

export interface ChatFlags extends ScopeFlags {
  /** False for `--no-model`. */
  readonly model?: string | false
  readonly conversation?: string
}

export function withScope(command: Command, words: Words): Command {
  const several = (one: string, before: readonly string[] = []) => [...before, one]
  return command
    .option('--tag <tag>', words('route.tag'), several)
    .option('--match <any|all>', words('route.match'), 'any')
    .option('--server <name>', words('route.server'), several)
    .option('--without <name>', words('route.without'), several)
}

export function withChatFlags(command: Command, words: Words): Command {
  return withScope(command, words)
    .option('--model <provider/model>', words('chat.model'))
    .option('--no-model', words('chat.no-model'))
    .option('--conversation <id>', words('chat.conversation'))
}

export function scopeOf({ tag, match, server, without }: ScopeFlags): RouteScope {
  return {
    match,
    ...(tag && { tags: [...tag] }),
    ...(server && { servers: [...server] }),
    ...(without && { without: [...without] }),
  }
}

/** The conversation to talk in: a new one, or the one that was named, with what was chosen for it. */
export async function conversationFor(client: Client, flags: ChatFlags): Promise<ConversationSummary> {
  const { conversation, model } = flags
  const scope = { ...scopeOf(flags), pinned: [] }
  const llm_config = model === undefined ? undefined : model === false ? null : modelNamed(model)
  const isScoped = Boolean(flags.tag ?? flags.server ?? flags.without)
  const changes = {
    ...(llm_config !== undefined && { llm_config }),
    ...((isScoped || conversation === undefined) && { scope }),
  }
  return conversation === undefined
    ? client.chat.begin(changes)
    : client.chat.change({ params: { conversation }, body: changes })
}

/** `openai/gpt-4o`; a model's own name may hold more slashes. Throws Ends 2. */
export function modelNamed(text: string): LlmConfig {
  const at = text.indexOf('/')
  if (at < 1 || at === text.length - 1) throw new Ends(exit.usage, 'chat.not-a-model', { text })
  return { provider: text.slice(0, at), model: text.slice(at + 1) }
}

/** Waits until no server is about to connect, at most 15 s, so that all can be routed to. */
export async function serversThere(client: Client, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + settleMs
  for (;;) {
    const servers = await client.registry.list({ match: 'any' }, { signal })
    const coming = servers.some(
      ({ connection: { state, error } }) => state === 'connecting' || (state === 'waiting' && error === null),
    )
    if (!coming || Date.now() >= deadline) return
    await sleep(pollMs, undefined, { signal })
  }
}
