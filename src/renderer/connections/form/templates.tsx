import {
  ADDITIONAL_PROPERTY_FLAG,
  type ArrayFieldItemTemplateProps,
  type ArrayFieldTemplateProps,
  type CyclicSchemaExpandProps,
  canExpand,
  descriptionId,
  errorId,
  type FieldTemplateProps,
  type MultiSchemaFieldTemplateProps,
  type ObjectFieldTemplateProps,
  type WrapIfAdditionalTemplateProps,
} from '@rjsf/utils'
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../../ui/button'
import { cn } from '../../ui/class-names'
import { Input } from '../../ui/field'
import { RequiredMark } from './inputs'

/** Label, control, description and problem of one field. */
export function FieldFrame(props: FieldTemplateProps) {
  const { id, label, required, displayLabel, rawDescription, rawErrors, hidden, children, schema } = props
  if (hidden) return <div hidden>{children}</div>
  const isItem = typeof props.fieldPathId.path.at(-1) === 'number'
  const own = schema.type !== 'object' && schema.type !== 'array'
  // Alternatives say what is wrong beside their own fields, or beside the choice among them.
  const isChoice = (schema.oneOf || schema.anyOf) && !props.registry.schemaUtils.isSelect(schema)
  const problem = isChoice ? undefined : rawErrors?.[0]
  return (
    <AdditionalFrame {...props}>
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
        {displayLabel && own && (
          <label
            htmlFor={id}
            title={label}
            className={isItem ? 'sr-only' : 'line-clamp-3 break-all font-[550] text-sm'}
          >
            <bdi>{label}</bdi>
            {required && <RequiredMark />}
          </label>
        )}
        {children}
        {own && rawDescription && (
          <p
            id={descriptionId(id)}
            className={cn(
              'max-h-24 max-w-prose overflow-y-auto whitespace-pre-line break-words text-faint text-xs',
              schema.type === 'boolean' && 'ml-6',
            )}
          >
            {rawDescription}
          </p>
        )}
        {problem && (
          <p id={errorId(id)} className="text-down-text text-xs">
            {problem}
          </p>
        )}
      </div>
    </AdditionalFrame>
  )
}

/** A field the schema does not name: its key can be changed, and it can be taken away. */
export function AdditionalFrame(props: WrapIfAdditionalTemplateProps) {
  const { t } = useTranslation()
  const { id, label, schema, children, onKeyRenameBlur, onRemoveProperty } = props
  if (!(ADDITIONAL_PROPERTY_FLAG in schema)) return <>{children}</>
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,2fr)_auto] items-end gap-2">
      <Input
        key={label}
        id={`${id}-key`}
        aria-label={t('form.key')}
        defaultValue={label}
        onBlur={onKeyRenameBlur}
      />
      {children}
      <IconButton label={t('form.removeNamed', { name: label })} onClick={onRemoveProperty}>
        <X />
      </IconButton>
    </div>
  )
}

export function ObjectFrame(props: ObjectFieldTemplateProps) {
  const { t } = useTranslation()
  const { title, description, properties, fieldPathId, schema, uiSchema, formData, onAddProperty } = props
  const isRoot = fieldPathId.path.length === 0
  const fields = (
    <>
      {properties.map((property) => property.content)}
      {canExpand(schema, uiSchema, formData) && (
        <AddButton onClick={() => onAddProperty()}>{t('form.addField')}</AddButton>
      )}
    </>
  )
  if (isRoot) return <div className="grid grid-cols-[minmax(0,1fr)] gap-3">{fields}</div>
  return (
    <Group title={title} description={description} required={props.required ?? false}>
      {fields}
    </Group>
  )
}

export function ArrayFrame({ title, schema, items, canAdd, required, onAddClick }: ArrayFieldTemplateProps) {
  const { t } = useTranslation()
  return (
    <Group title={title} description={schema.description} required={required ?? false}>
      {items}
      {canAdd && <AddButton onClick={onAddClick}>{t('form.addItem')}</AddButton>}
    </Group>
  )
}

export function ArrayItemFrame({ children, buttonsProps, hasToolbar, index }: ArrayFieldItemTemplateProps) {
  const { t } = useTranslation()
  const { hasMoveUp, hasMoveDown, hasRemove, onMoveUpItem, onMoveDownItem, onRemoveItem } = buttonsProps
  const number = index + 1
  return (
    <div className="flex items-start gap-1">
      <div className="min-w-0 flex-1">{children}</div>
      {hasToolbar && hasMoveUp && (
        <IconButton label={t('form.moveUp', { number })} onClick={onMoveUpItem}>
          <ArrowUp />
        </IconButton>
      )}
      {hasToolbar && hasMoveDown && (
        <IconButton label={t('form.moveDown', { number })} onClick={onMoveDownItem}>
          <ArrowDown />
        </IconButton>
      )}
      {hasToolbar && hasRemove && (
        <IconButton label={t('form.removeItem', { number })} onClick={onRemoveItem}>
          <X />
        </IconButton>
      )}
    </div>
  )
}

/** `oneOf` and `anyOf`: first which, then its fields. */
export function AlternativesFrame({ selector, optionSchemaField }: MultiSchemaFieldTemplateProps) {
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      {selector}
      {/* The choice says already what the alternative is called. */}
      <div className="min-w-0 [&>div>fieldset>legend]:sr-only [&>div>label]:sr-only">{optionSchemaField}</div>
    </div>
  )
}

/** A schema that holds itself is drawn one level at a time. */
export function CycleFrame({ name, fieldPathId, onExpand }: CyclicSchemaExpandProps) {
  const { t } = useTranslation()
  return <AddButton onClick={() => onExpand(fieldPathId.$id)}>{t('form.deeper', { name })}</AddButton>
}

interface GroupProps {
  readonly title: string
  readonly description: ReactNode
  readonly required: boolean
  readonly children: ReactNode
}

function Group({ title, description, required, children }: GroupProps) {
  return (
    <fieldset className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2.5 border-line border-l-2 pl-3">
      <legend className="contents font-[550] text-sm">
        <span title={title} className="-mb-1.5 line-clamp-3 break-all">
          <bdi>{title}</bdi>
          {required && <RequiredMark />}
        </span>
      </legend>
      {description && (
        <div className="max-h-24 max-w-prose overflow-y-auto break-words text-faint text-xs">
          {description}
        </div>
      )}
      {children}
    </fieldset>
  )
}

function AddButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <Button look="ghost" className="justify-self-start px-2" onClick={() => onClick()}>
      <Plus className="size-3.5" />
      {children}
    </Button>
  )
}
