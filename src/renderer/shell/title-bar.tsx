import { Search, X } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ChatButton } from '../chat/chat-button'
import { BrandMark } from './brand-mark'
import { saidKeys } from './keys'
import { searchId } from './search-id'
import { StatusSummary } from './status-summary'
import { useView } from './view'

export function TitleBar() {
  return (
    <header className="title-bar col-span-full flex items-center gap-3 border-line border-b bg-panel pr-3.5 pl-4 max-lg:gap-2">
      <div className="flex items-center gap-2 font-[650] tracking-[-0.01em] min-[1100px]:w-84">
        <BrandMark />
        Rollcall
      </div>
      <SearchField />
      {/* As wide as what stands at the other end: the search stays in the middle, whatever the numbers. */}
      <div className="flex items-center justify-end gap-1.5 min-[1100px]:w-84">
        <StatusSummary />
        <ChatButton />
      </div>
    </header>
  )
}

/** Narrows the list as one types; Ctrl/Cmd K opens the palette from anywhere. */
function SearchField() {
  const { t } = useTranslation()
  const { filters, filter, set } = useView()
  const input = useRef<HTMLInputElement>(null)
  const keys = saidKeys('mod+k')
  const clear = () => {
    filter({ text: '' })
    input.current?.focus()
  }
  return (
    <search className="relative mx-auto h-7 min-w-0 max-w-[520px] flex-1">
      <Search aria-hidden className="-translate-y-1/2 absolute top-1/2 left-2.5 size-3.5 text-faint" />
      <input
        ref={input}
        id={searchId}
        type="search"
        autoComplete="off"
        spellCheck={false}
        aria-label={t('search.label')}
        aria-keyshortcuts="/"
        placeholder={t('search.placeholder')}
        value={filters.text}
        onChange={({ target }) => filter({ text: target.value })}
        onKeyDown={({ key }) => key === 'Escape' && (filters.text === '' ? input.current?.blur() : clear())}
        className="h-7 w-full rounded-md border border-line bg-raised pr-16 pl-8 placeholder:text-faint focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 [&::-webkit-search-cancel-button]:hidden"
      />
      {filters.text === '' ? (
        <button
          type="button"
          aria-label={`${keys}: ${t('palette.open')}`}
          title={t('palette.open')}
          onClick={() => set({ overlay: { kind: 'palette' } })}
          className="group absolute top-0.5 right-2 grid h-6 min-w-6 place-items-center rounded-xs"
        >
          <kbd className="rounded-xs border border-line px-[5px] font-mono text-2xs text-faint group-hover:text-ink">
            {keys}
          </kbd>
        </button>
      ) : (
        <button
          type="button"
          aria-label={t('search.clear')}
          onClick={clear}
          className="absolute top-0.5 right-1 grid size-6 place-items-center rounded-xs text-faint hover:text-ink"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </search>
  )
}
