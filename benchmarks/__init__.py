"""Speed and accuracy of osteolib beside the solvers that the field uses."""
