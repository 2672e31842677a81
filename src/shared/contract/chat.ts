import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { Decision } from './consents'
import { LlmConfig } from './models'
import { ServerName } from './registration'
import { RouteScope } from './routing'
import { ToolResult } from './tools'
import { Call, Turn } from './turns'

const Id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)
const QuestionText = z.string().trim().min(1).max(200_000)

/** What a conversation is asked of: a scope, and servers whose tools are always offered first. */
const ChatScope = RouteScope.extend({ pinned: z.array(ServerName).max(100).default([]) })
export type ChatScope = z.infer<typeof ChatScope>

export const ConversationSummary = z.object({
  id: Id,
  /** The first question's first words until a person says otherwise. */
  title: z.string(),
  createdAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
  /** Its own choice; `default`: whatever is chosen for all; null: without a model. */
  llm_config: z.union([LlmConfig, z.literal('default')]).nullable(),
  scope: ChatScope,
  turns: z.int(),
  /** Tokens of all turns. */
  tokens: z.int(),
  state: z.enum(['idle', 'running', 'waiting']),
})
export type ConversationSummary = z.infer<typeof ConversationSummary>

/** The last 200 turns; `earlier` counts those before. */
export const Conversation = ConversationSummary.extend({ turns: z.array(Turn), earlier: z.int() })
export type Conversation = z.infer<typeof Conversation>

/**
 * What happens in one conversation. The first is a `snapshot`; a `turn` replaces the one of its id or is added; `text`
 * appends to one part of the last turn and comes at most thirty times a second; `gap`-free: a reader too slow for it gets a `turn`.
 */
export const ConversationEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('snapshot'), conversation: Conversation }),
  z.object({ kind: z.literal('summary'), summary: ConversationSummary }),
  z.object({ kind: z.literal('turn'), turn: Turn }),
  z.object({
    kind: z.literal('text'),
    turn: Id,
    /** Index among the parts. */
    part: z.int(),
    /** Characters that stand there already. */
    at: z.int(),
    text: z.string(),
  }),
  z.object({ kind: z.literal('removed') }),
])
export type ConversationEvent = z.infer<typeof ConversationEvent>

/** Conversations, last changed first; `text` is found in titles, questions and answers. */
const ConversationQuery = z.object({
  text: z.string().trim().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
})

const Found = ConversationSummary.extend({
  /** Some words around the first place `text` was found in; null without a search. */
  excerpt: z.string().nullable(),
})

const ofConversation = z.object({ conversation: Id })

const Changes = z.object({
  title: z.string().trim().min(1).max(200).optional(),
  llm_config: ConversationSummary.shape.llm_config.optional(),
  scope: ChatScope.optional(),
})

export const chatContract = {
  conversations: oc
    .route({
      method: 'GET',
      path: '/conversations',
      tags: ['chat'],
      summary: 'Conversations, or those with some words',
    })
    .input(ConversationQuery)
    .output(z.array(Found)),
  /** The newest 200 as they change. */
  watch: oc
    .route({
      method: 'GET',
      path: '/watch/conversations',
      tags: ['watch'],
      summary: 'Conversations as they change (server-sent events)',
    })
    .output(eventIterator(z.array(ConversationSummary))),
  begin: oc
    .route({ method: 'POST', path: '/conversations', tags: ['chat'], summary: 'Begin a conversation' })
    .input(Changes)
    .output(ConversationSummary),
  /** Faults: not-found. */
  conversation: oc
    .route({
      method: 'GET',
      path: '/conversations/{conversation}',
      tags: ['chat'],
      summary: 'A conversation',
    })
    .input(ofConversation)
    .output(Conversation),
  /** Faults: not-found. */
  change: oc
    .route({
      method: 'PATCH',
      path: '/conversations/{conversation}',
      tags: ['chat'],
      summary: 'Rename a conversation, choose its model or its scope',
      inputStructure: 'detailed',
    })
    .input(z.object({ params: ofConversation, body: Changes }))
    .output(ConversationSummary),
  /** `undo` brings it back within this run by `restore`. Faults: not-found. */
  remove: oc
    .route({
      method: 'DELETE',
      path: '/conversations/{conversation}',
      tags: ['chat'],
      summary: 'Delete a conversation',
    })
    .input(ofConversation)
    .output(z.object({ removed: Id })),
  /** Undoes a deletion. Faults: not-found. */
  restore: oc
    .route({
      method: 'POST',
      path: '/conversations/{conversation}/restore',
      tags: ['chat'],
      summary: 'Undo the deletion of a conversation',
    })
    .input(ofConversation)
    .output(ConversationSummary),
  /** A file's name and text. Faults: not-found. */
  export: oc
    .route({
      method: 'GET',
      path: '/conversations/{conversation}/export',
      tags: ['chat'],
      summary: 'A conversation as Markdown or JSON',
    })
    .input(ofConversation.extend({ format: z.enum(['markdown', 'json']).default('markdown') }))
    .output(z.object({ name: z.string(), text: z.string() })),
  /** What happens in it, tokens included. Faults: not-found. */
  follow: oc
    .route({
      method: 'GET',
      path: '/conversations/{conversation}/follow',
      tags: ['chat'],
      summary: 'What happens in a conversation (server-sent events)',
    })
    .input(ofConversation)
    .output(eventIterator(ConversationEvent)),
  /**
   * Asks. Answers once the question is kept; what comes of it is followed. A text `/server.tool {…}` runs that tool, by the
   * person's own will. Faults: not-found, turn-running, invalid, disk-full.
   */
  ask: oc
    .route({
      method: 'POST',
      path: '/conversations/{conversation}/turns',
      tags: ['chat'],
      summary: 'Ask a question',
    })
    .input(ofConversation.extend({ text: QuestionText }))
    .output(Turn),
  /** Asks the same again, in place of the last turn. Faults: not-found, turn-running. */
  again: oc
    .route({
      method: 'POST',
      path: '/conversations/{conversation}/turns/{turn}/again',
      tags: ['chat'],
      summary: 'Ask the last question again',
    })
    .input(ofConversation.extend({ turn: Id }))
    .output(Turn),
  /** Ends the model and all tools of the turn that runs; without one nothing happens. Faults: not-found. */
  stop: oc
    .route({
      method: 'POST',
      path: '/conversations/{conversation}/stop',
      tags: ['chat'],
      summary: 'Stop the answer and its tools',
    })
    .input(ofConversation)
    .output(ConversationSummary),
  /**
   * Runs a tool by the person's own will, as a part of the turn: a proposal, or a call again. The turn is not asked on.
   * Faults: not-found (conversation, turn, server, tool), turn-running, not-connected.
   */
  run: oc
    .route({
      method: 'POST',
      path: '/conversations/{conversation}/turns/{turn}/calls',
      tags: ['chat'],
      summary: 'Run a tool in a turn',
    })
    .input(
      ofConversation.extend({
        turn: Id,
        server: ServerName,
        tool: z.string().min(1).max(256),
        arguments: z.record(z.string(), z.unknown()).default({}),
      }),
    )
    .output(Call),
  /**
   * A person's answers to calls that ask; all or none. Bound to the fingerprint that was shown.
   * Faults: not-found, approval-stale, disk-full.
   */
  decide: oc
    .route({
      method: 'POST',
      path: '/conversations/{conversation}/decisions',
      tags: ['chat'],
      summary: 'Allow or deny calls that ask',
    })
    .input(
      ofConversation.extend({
        decisions: z
          .array(z.object({ call: Id, fingerprint: z.string(), decision: Decision }))
          .min(1)
          .max(100),
      }),
    )
    .output(ConversationSummary),
  /** Answers what a server wants to know. `content` only with `accept` of a form. Faults: not-found, invalid. */
  answer: oc
    .route({
      method: 'POST',
      path: '/conversations/{conversation}/elicitations/{elicitation}',
      tags: ['chat'],
      summary: 'Answer what a server wants to know',
    })
    .input(
      ofConversation.extend({
        elicitation: Id,
        action: z.enum(['accept', 'decline', 'cancel']),
        content: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .output(ConversationSummary),
  /** The whole result of a call. Faults: not-found. */
  result: oc
    .route({
      method: 'GET',
      path: '/conversations/{conversation}/calls/{call}/result',
      tags: ['chat'],
      summary: 'The whole result of a call',
    })
    .input(ofConversation.extend({ call: Id }))
    .output(ToolResult),
}
