import { MessageSquareText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Prompt } from '../../shared/contract/prompts'
import type { Server } from '../../shared/contract/registry'
import { useSwitch } from '../registry/actions'
import { Bench } from './bench'
import { useChosen } from './chosen'
import { ListEmpty, ListFailed, ListLoading } from './list-states'
import { type OfferEntry, OfferList } from './offer-list'
import { PromptPane } from './prompt-pane'
import { useAbilities, usePrompts } from './use-list'

/** The prompts of a server: which there are at the left, the chosen one at the right. */
export function PromptsTab({ server }: { server: Server }) {
  const { t } = useTranslation()
  const prompts = usePrompts(server)
  const { completes } = useAbilities(server)
  const toggle = useSwitch()
  const [chosen, choose] = useChosen(server.id, 'prompts')

  if (!prompts.data)
    return prompts.error ? (
      <ListFailed title={t('prompts.failed')} error={prompts.error} onRetry={() => void prompts.refetch()} />
    ) : (
      <ListLoading label={t('prompts.loading')} />
    )
  if (prompts.data.length === 0)
    return (
      <ListEmpty
        server={server}
        icon={<MessageSquareText />}
        title={t('prompts.none')}
        noneOffered={t('prompts.noneOffered')}
        onConnect={() => toggle(server, true)}
      />
    )
  const prompt = prompts.data.find(({ name }) => name === chosen) ?? prompts.data[0]
  const entries = new Map(prompts.data.map((one) => [one.name, entryOf(one)]))
  return (
    <Bench
      isChosen={chosen !== null}
      backLabel={t('prompts.back')}
      onBack={() => choose(null)}
      list={
        <OfferList
          label={t('detail.prompts')}
          searchLabel={t('prompts.search')}
          nothing={t('prompts.nothing')}
          chosen={prompt?.name ?? null}
          onChoose={choose}
          groups={[{ title: null, entries: [...entries.values()] }]}
        />
      }
      pane={prompt && <PromptPane key={prompt.name} server={server} prompt={prompt} completes={completes} />}
    />
  )
}

function entryOf({ name, title, description }: Prompt): OfferEntry {
  return { key: name, name: title ?? name, note: description?.split('\n', 1)[0] ?? name }
}
