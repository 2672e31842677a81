import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { folded } from '../registry/filter'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Input } from '../ui/field'
import { Kbd } from '../ui/kbd'
import { actionGroups } from './actions/action'
import { actions } from './actions/actions'
import { gridKeys } from './grid-keys'
import { capsOf, keysOf } from './keys'

interface Line {
  readonly text: string
  readonly keys: readonly string[]
}

/** Every key there is, in this shell and on this system. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [sought, setSought] = useState('')
  const groups = useGroups()
    .map(({ title, lines }) => ({ title, lines: lines.filter(({ text }) => fits(text, sought)) }))
    .filter(({ lines }) => lines.length > 0)
  return (
    <Dialog
      title={t('shortcuts.title')}
      description={t('shortcuts.text')}
      closeLabel={t('action.close')}
      onClose={onClose}
      className="w-[min(760px,calc(100vw-48px))]"
      footer={<Button onClick={onClose}>{t('action.close')}</Button>}
    >
      <Input
        type="search"
        aria-label={t('shortcuts.search')}
        placeholder={t('shortcuts.search')}
        value={sought}
        onChange={({ target }) => setSought(target.value)}
      />
      {groups.length === 0 && <p className="p-6 text-center text-muted">{t('shortcuts.nothing')}</p>}
      <div className="mt-4 gap-x-10 sm:columns-2">
        {groups.map(({ title, lines }) => (
          <section key={title} aria-label={title} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 font-semibold text-faint text-xs">{title}</h3>
            <dl>
              {lines.map(({ text, keys }) => (
                <div
                  key={text}
                  className="flex min-h-8 items-center gap-3 border-line border-b py-1 last:border-0"
                >
                  <dt className="min-w-0 flex-1">{text}</dt>
                  <dd className="flex gap-2">
                    {keys.map((each) => (
                      <Kbd key={each} caps={capsOf(each)} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

function useGroups(): readonly { readonly title: string; readonly lines: readonly Line[] }[] {
  const { t } = useTranslation()
  const ofActions = actionGroups.map((group) => ({
    title: t(`shortcuts.groups.${group}`),
    lines: actions
      .filter((action) => action.group === group)
      .map((action) => ({ text: action.text(t), keys: keysOf(action) }))
      .filter(({ keys }) => keys.length > 0),
  }))
  const ofGrid = {
    title: t('shortcuts.groups.grid'),
    lines: gridKeys.map(({ text, keys }) => ({ text: t(`shortcuts.grid.${text}`), keys })),
  }
  return [...ofActions, ofGrid]
}

const fits = (text: string, sought: string) => folded(text).includes(folded(sought.trim()))
