import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Disclosure } from '../ui/disclosure'
import { StrangerText } from './stranger'

/** What the model thought on the way, out of the way until it is wanted. */
export function Reasoning({ text, isGrowing }: { text: string; isGrowing: boolean }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <Disclosure label={t(isGrowing ? 'chat.thinking' : 'chat.thought')} open={open} onToggle={setOpen}>
      <p
        dir="auto"
        className="-mt-2 whitespace-pre-wrap wrap-anywhere border-line border-l-2 pl-3 text-muted text-sm"
      >
        <StrangerText text={text} />
      </p>
    </Disclosure>
  )
}
