import { BookmarkPlus } from 'lucide-react'
import { Popover } from 'radix-ui'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isKnown, viewNameMax, withView } from '../shell/saved-views'
import { useView } from '../shell/view'
import { Button, IconButton } from '../ui/button'
import { Input } from '../ui/field'

/** Gives the present filters and order a name; there only while they differ from the usual and from every saved view. */
export function SaveView() {
  const { t } = useTranslation()
  const view = useView()
  if (isKnown(view)) return null
  return (
    <Popover.Root
      open={view.popover === 'save-view'}
      onOpenChange={(open) => view.set({ popover: open ? 'save-view' : null })}
    >
      <Popover.Trigger asChild>
        <IconButton label={t('views.save')}>
          <BookmarkPlus />
        </IconButton>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t('views.save')}
          className="z-20 w-72 rounded-lg border border-line-strong bg-raised p-3 shadow-float animate-arrive"
        >
          <NameForm />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function NameForm() {
  const { t } = useTranslation()
  const { filters, sort, savedViews, set } = useView()
  const [name, setName] = useState('')
  const save = (event: FormEvent) => {
    event.preventDefault()
    const called = name.trim()
    if (called === '') return
    const view = { id: crypto.randomUUID(), name: called, filters, sort }
    set({ savedViews: withView(savedViews, view), popover: null })
  }
  return (
    <form onSubmit={save} className="flex gap-1.5">
      <Input
        aria-label={t('views.name')}
        placeholder={t('views.name')}
        maxLength={viewNameMax}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <Button type="submit" look="primary" disabled={name.trim() === ''}>
        {t('action.save')}
      </Button>
    </form>
  )
}
