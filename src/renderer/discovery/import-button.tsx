import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useView } from '../shell/view'
import { Button, type ButtonProps } from '../ui/button'

/** Picks JSON files; what they would change is shown before anything happens. */
export function ImportButton({ look = 'plain' }: Pick<ButtonProps, 'look'>) {
  const { t } = useTranslation()
  const set = useView((view) => view.set)
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button look={look} onClick={() => input.current?.click()}>
        {t('action.import')}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".json,.jsonc,application/json"
        multiple
        hidden
        aria-label={t('import.pick')}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])]
          currentTarget.value = ''
          if (files.length > 0) set({ overlay: { kind: 'import', files } })
        }}
      />
    </>
  )
}
