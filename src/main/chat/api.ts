import { implement } from '@orpc/server'
import { chatContract } from '../../shared/contract/chat'
import type { Chat } from './chat'

export function chatApi({ chat, ended }: { chat: Chat; ended: AbortSignal }) {
  const os = implement(chatContract)
  const until = (signal: AbortSignal | undefined) => AbortSignal.any([ended, ...(signal ? [signal] : [])])
  return os.router({
    conversations: os.conversations.handler(({ input }) => chat.list(input.text, input.limit)),
    watch: os.watch.handler(({ signal }) => chat.watch(until(signal))),
    begin: os.begin.handler(({ input }) => chat.begin(input)),
    conversation: os.conversation.handler(({ input }) => chat.conversation(input.conversation)),
    change: os.change.handler(({ input }) => chat.change(input.params.conversation, input.body)),
    remove: os.remove.handler(({ input }) => {
      chat.remove(input.conversation)
      return { removed: input.conversation }
    }),
    restore: os.restore.handler(({ input }) => chat.restore(input.conversation)),
    export: os.export.handler(({ input }) => chat.export(input.conversation, input.format)),
    follow: os.follow.handler(({ input, signal }) => chat.follow(input.conversation, until(signal))),
    ask: os.ask.handler(({ input }) => chat.ask(input.conversation, input.text)),
    again: os.again.handler(({ input }) => chat.again(input.conversation, input.turn)),
    stop: os.stop.handler(({ input }) => chat.stop(input.conversation)),
    run: os.run.handler(({ input: { conversation, turn, ...call } }) => chat.run(conversation, turn, call)),
    decide: os.decide.handler(({ input }) => chat.decide(input.conversation, input.decisions)),
    answer: os.answer.handler(({ input: { conversation, elicitation, ...answer } }) =>
      chat.answer(conversation, elicitation, answer),
    ),
    result: os.result.handler(({ input }) => chat.result(input.conversation, input.call)),
  })
}
