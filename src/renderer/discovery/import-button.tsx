import { ClipboardPaste, FileDown } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useView } from '../shell/view'
import { Button, type ButtonProps } from '../ui/button'
import { Menu, MenuItem } from '../ui/menu'
import { readFiles } from './read-files'

/** Picks JSON files or takes text; what they would change is shown before anything happens. */
export function ImportButton({ look = 'plain' }: Pick<ButtonProps, 'look'>) {
  const { t } = useTranslation()
  const set = useView((view) => view.set)
  const input = useRef<HTMLInputElement>(null)
  /** Once the menu has given the focus back, or it would take it from the field. */
  const paste = () => setTimeout(() => set({ overlay: { kind: 'box', text: '', at: Date.now() } }))
  return (
    <>
      <Menu trigger={<Button look={look}>{t('action.import')}</Button>}>
        <MenuItem icon={<FileDown />} onSelect={() => input.current?.click()}>
          {t('paste.files')}
        </MenuItem>
        <MenuItem icon={<ClipboardPaste />} onSelect={paste}>
          {t('paste.text')}
        </MenuItem>
      </Menu>
      <input
        ref={input}
        type="file"
        accept=".json,.jsonc,.yaml,.yml,.toml,application/json"
        multiple
        hidden
        aria-label={t('import.pick')}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])]
          currentTarget.value = ''
          if (files.length > 0)
            set({ overlay: { kind: 'import', read: () => readFiles(files), at: Date.now() } })
        }}
      />
    </>
  )
}
