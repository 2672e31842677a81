import { type MutationOptions, useMutation } from '@tanstack/react-query'
import { toast } from 'sonner'
import { refusalSentence } from '../text/sentences'
import { toRefusal } from './fault'

/** A call the person asked for; a refusal is told as a toast in their language. */
export function useAction<Input, Output>(options: MutationOptions<Output, Error, Input>) {
  return useMutation<Output, Error, Input>({
    ...options,
    onError: (error) => {
      toast.error(refusalSentence(toRefusal(error)))
    },
  })
}
