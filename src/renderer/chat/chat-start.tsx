import { useTranslation } from 'react-i18next'
import { useModels, useRoll } from '../bridge/bridge'
import { useView } from '../shell/view'
import { Button } from '../ui/button'
import { useDrafts } from './drafts'
import { composerId } from './marks'

const examples = ['weather', 'orders', 'words'] as const

/** Nothing was asked yet: what could be, and that it works without a model. */
export function ChatStart({ id }: { id: string | null }) {
  const { t } = useTranslation()
  const models = useModels()
  const roll = useRoll()
  const set = useView((view) => view.set)
  const take = (text: string) => {
    useDrafts.getState().write(id, text)
    document.getElementById(composerId)?.focus()
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto p-5">
      <div className="m-auto grid max-w-100 gap-4">
        <div className="grid gap-1">
          <h3 className="font-[620] text-md">{t('chat.start.title')}</h3>
          <p className="text-muted">{t('chat.start.text')}</p>
        </div>
        <ul aria-label={t('chat.start.examples')} className="grid gap-1.5">
          {examples.map((example) => (
            <li key={example}>
              <button
                type="button"
                onClick={() => take(t(`chat.start.${example}`))}
                className="w-full rounded-lg border border-line bg-raised px-3 py-2 text-left hover:border-line-strong hover:bg-bg"
              >
                {t(`chat.start.${example}`)}
              </button>
            </li>
          ))}
        </ul>
        {roll?.servers.length === 0 && <p className="text-faint text-sm">{t('chat.start.noServers')}</p>}
        {models?.llm_config === null && (
          <div className="grid justify-items-start gap-2 border-line border-t pt-3.5">
            <p className="text-muted text-sm">{t('chat.start.noModel')}</p>
            <Button onClick={() => set({ screen: 'settings', setting: 'providers' })}>
              {t('chat.start.chooseModel')}
            </Button>
          </div>
        )}
      </div>
    </div>
  )
}
