import { ChevronsDownUp, ChevronsUpDown } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { IconButton } from '../ui/button'
import { Input } from '../ui/field'
import { JsonTree, Leaf } from '../ui/json-tree'
import { countJson, searchJson } from './json-search'

/** Below this, everything is in sight anyway; above the other, opening everything would keep the page busy. */
const searchableFrom = 12
const expandableTo = 2_000
const foundMax = 100

/** The structure of an answer as a tree: opened, searched, and taken apart. */
export function StructuredContent({ value }: { value: unknown }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [open, setOpen] = useState(2)
  const searched = useDeferredValue(text)
  const count = useMemo(() => countJson(value, expandableTo + 1), [value])
  const found = useMemo(() => searchJson(value, searched, foundMax), [value, searched])
  const copy = {
    valueLabel: t('toolResult.copyValue'),
    pathLabel: t('toolResult.copyPath'),
    onCopy: (taken: string) => {
      void navigator.clipboard.writeText(taken).then(() => toast.success(t('toolResult.taken')))
    },
  }
  return (
    <section aria-label={t('tools.structured')} className="min-w-0">
      <div className="mb-1 flex h-7 items-center gap-1">
        <h5 className="font-[550] text-muted text-sm">{t('tools.structured')}</h5>
        <span className="flex-1" />
        {count >= searchableFrom && (
          <Input
            type="search"
            value={text}
            aria-label={t('toolResult.search')}
            placeholder={t('toolResult.search')}
            onChange={({ target }) => setText(target.value)}
            className="h-6 max-w-44 text-sm"
          />
        )}
        {count <= expandableTo && searched.trim() === '' && (
          <IconButton
            label={t(open > 2 ? 'toolResult.collapse' : 'toolResult.expand')}
            onClick={() => setOpen(open > 2 ? 1 : Number.POSITIVE_INFINITY)}
          >
            {open > 2 ? <ChevronsDownUp /> : <ChevronsUpDown />}
          </IconButton>
        )}
      </div>
      {searched.trim() === '' ? (
        <div className="overflow-x-auto pl-4">
          <JsonTree
            key={open}
            value={value}
            open={open}
            copy={copy}
            moreLabel={(more) => t('tools.more', { count: more })}
          />
        </div>
      ) : (
        <ul className="overflow-x-auto">
          {found.map(({ path, value: item }) => (
            <li key={path}>
              {typeof item === 'object' && item !== null ? (
                <div className="pl-4">
                  <JsonTree
                    name={path}
                    path={path}
                    value={item}
                    open={0}
                    copy={copy}
                    moreLabel={(more) => t('tools.more', { count: more })}
                  />
                </div>
              ) : (
                <Leaf name={path} path={path} value={item} copy={copy} />
              )}
            </li>
          ))}
          {found.length === 0 && <li className="text-faint">{t('toolResult.nothing')}</li>}
          {found.length === foundMax && (
            <li className="text-faint">{t('toolResult.first', { count: foundMax })}</li>
          )}
        </ul>
      )}
    </section>
  )
}
