"""Which errors are of one structure, and which end the batch."""


def out_of_memory(error):
    text = str(error).lower()
    return (isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError"
            or "out of memory" in text or "can't allocate memory" in text)


def device_gone(error):
    """After such an error the device answers nothing more: only a new process helps."""
    return "CUDA error" in str(error) or "HIP error" in str(error)


def ends_batch(error):
    return out_of_memory(error) or device_gone(error)
