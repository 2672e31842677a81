import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction } from '../bridge/use-action'
import { Button, IconButton } from '../ui/button'

/** How long the button says that it worked. */
const doneMs = 2_000

interface CopyButtonProps {
  readonly text: string
  readonly label: string
  /** Shows the label beside the mark. */
  readonly named?: boolean
}

/** Puts a text on the clipboard and says so in its own place. */
export function CopyButton({ text, label, named = false }: CopyButtonProps) {
  const { t } = useTranslation()
  const [done, setDone] = useState(false)
  const copy = useAction<void, void>({
    mutationFn: () => navigator.clipboard.writeText(text),
    onSuccess: () => setDone(true),
  })
  useEffect(() => {
    if (!done) return
    const timer = setTimeout(() => setDone(false), doneMs)
    return () => clearTimeout(timer)
  }, [done])
  const Mark = done ? Check : Copy
  const said = done ? t('settings.copied') : label
  if (!named)
    return (
      <IconButton label={said} onClick={() => copy.mutate()}>
        <Mark />
      </IconButton>
    )
  return (
    <Button onClick={() => copy.mutate()}>
      <Mark aria-hidden className="size-3.5" />
      {said}
    </Button>
  )
}
