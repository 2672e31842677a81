import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Prompt } from '../../shared/contract/prompts'
import type { Server } from '../../shared/contract/registry'
import { Button } from '../ui/button'
import { ScrollFrame } from '../ui/scroll-frame'
import { ArgumentFields } from './argument-fields'
import { filledIn } from './filled-in'
import { OfferHeader } from './offer-header'
import { PromptPreview } from './prompt-preview'
import { isUsable } from './usable'
import { usePrompt } from './use-prompt'

interface PromptPaneProps {
  readonly server: Server
  readonly prompt: Prompt
  readonly completes: boolean
}

/** One prompt: what it is and takes, and below it what it says. */
export function PromptPane({ server, prompt, completes }: PromptPaneProps) {
  const { t } = useTranslation()
  const { state, fill, stop } = usePrompt(server.name, prompt.name)
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [tried, setTried] = useState(false)
  const isConnected = isUsable(server)
  const args = prompt.arguments ?? []
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const given = filledIn(values)
    const isComplete = args.every(({ name, required }) => !required || given[name] !== undefined)
    setTried(!isComplete)
    if (isComplete) fill(given)
  }
  return (
    <div className="@container min-h-0 min-w-0">
      <ScrollFrame
        label={prompt.title ?? prompt.name}
        className="grid h-full content-start overflow-y-auto @min-[720px]:grid-cols-2 @min-[720px]:content-stretch @min-[720px]:overflow-y-hidden"
      >
        <div className="min-w-0 px-4 py-3 @min-[720px]:overflow-y-auto">
          <OfferHeader of={prompt} />
          <form noValidate onSubmit={submit} className="mt-3 grid gap-3">
            {args.length === 0 && <p className="text-faint">{t('prompts.takesNothing')}</p>}
            <ArgumentFields
              server={server.name}
              of={{ kind: 'prompt', name: prompt.name }}
              args={args}
              values={values}
              onChange={setValues}
              completes={completes && isConnected}
              checked={tried}
            />
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
              {state.kind === 'filling' ? (
                <Button onClick={stop}>{t('action.stop')}</Button>
              ) : (
                <Button look="primary" type="submit" disabled={!isConnected}>
                  {t('prompts.preview')}
                </Button>
              )}
              {!isConnected && <span className="text-faint">{t('prompts.connectFirst')}</span>}
            </div>
          </form>
        </div>
        <PromptPreview state={state} />
      </ScrollFrame>
    </div>
  )
}
