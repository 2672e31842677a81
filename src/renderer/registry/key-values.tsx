import { Eye, EyeOff, Plus, X } from 'lucide-react'
import { type ClipboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../ui/button'
import { Input } from '../ui/field'
import type { Pair } from './draft'
import { readPairs, withPasted } from './pairs'
import { isSecretReference } from './secret-reference'

interface KeyValuesProps {
  readonly label: string
  readonly pairs: readonly Pair[]
  readonly problem: string | undefined
  readonly onChange: (pairs: readonly Pair[]) => void
}

/** Rows of a name and a value. Values are masked until asked for; one that is stored already can only be replaced. */
export function KeyValues({ label, pairs, problem, onChange }: KeyValuesProps) {
  const { t } = useTranslation()
  const add = () =>
    onChange([...pairs, { id: Math.max(-1, ...pairs.map(({ id }) => id)) + 1, key: '', value: '' }])
  const change = (id: number, part: Partial<Pair>) =>
    onChange(pairs.map((pair) => (pair.id === id ? { ...pair, ...part } : pair)))
  /** Several lines become rows wherever they are pasted; one only where a name is asked for. */
  const paste = (id: number, event: ClipboardEvent, least: number) => {
    const text = event.clipboardData.getData('text')
    const pasted = readPairs(text)
    if (!pasted || text.trim().split('\n').length < least) return
    event.preventDefault()
    onChange(withPasted(pairs, id, pasted))
  }
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1 font-[550] text-sm">{label}</legend>
      {pairs.map((pair, index) => (
        <PairRow
          key={pair.id}
          pair={pair}
          label={`${label} ${index + 1}`}
          onChange={(part) => change(pair.id, part)}
          onPaste={(event, least) => paste(pair.id, event, least)}
          onRemove={() => onChange(pairs.filter(({ id }) => id !== pair.id))}
        />
      ))}
      {problem && (
        <p role="alert" className="text-down-text text-xs">
          {problem}
        </p>
      )}
      <div className="flex items-center gap-2">
        <Button look="ghost" className="px-2" onClick={add}>
          <Plus aria-hidden className="size-3.5" />
          {t('dialog.addRow', { label })}
        </Button>
        {pairs.some(({ key, value }) => key === '' && value === '') && (
          <span className="text-faint text-xs">{t('dialog.pasteRows')}</span>
        )}
      </div>
    </fieldset>
  )
}

interface PairRowProps {
  readonly pair: Pair
  readonly label: string
  readonly onChange: (part: Partial<Pair>) => void
  readonly onPaste: (event: ClipboardEvent, leastLines: number) => void
  readonly onRemove: () => void
}

function PairRow({ pair, label, onChange, onPaste, onRemove }: PairRowProps) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(false)
  const stored = isSecretReference(pair.value)
  return (
    <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto_auto] gap-1">
      <Input
        aria-label={t('dialog.rowName', { label })}
        placeholder={t('dialog.name')}
        className="font-mono text-sm"
        value={pair.key}
        onPaste={(event) => onPaste(event, 1)}
        onChange={({ target }) => onChange({ key: target.value })}
      />
      <Input
        aria-label={t('dialog.rowValue', { label })}
        placeholder={stored ? t('dialog.stored') : t('dialog.value')}
        className={shown || stored ? 'font-mono text-sm' : 'font-mono text-sm [-webkit-text-security:disc]'}
        value={stored ? '' : pair.value}
        onPaste={(event) => onPaste(event, 2)}
        onChange={({ target }) => onChange({ value: target.value })}
      />
      <IconButton
        label={shown ? t('dialog.hide') : t('dialog.reveal')}
        aria-pressed={shown}
        disabled={stored}
        onClick={() => setShown(!shown)}
      >
        {shown ? <EyeOff /> : <Eye />}
      </IconButton>
      <IconButton label={t('dialog.removeRow', { label })} onClick={onRemove}>
        <X />
      </IconButton>
    </div>
  )
}
