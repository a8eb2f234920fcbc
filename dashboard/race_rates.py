"""The learning rate that suits each optimizer on each landscape: what a race begins with."""
from engine.landscapes import LANDSCAPES
from engine.optimizers import OPTIMIZERS
_R = {"GradientDescent":0.01,"Momentum":0.005,"Nesterov":0.005,"Adagrad":0.5,"RMSprop":0.02,"Adam":0.1,"Adadelta":1,"AdamW":.1,"NAdam":.1,"AMSGrad":.1}
RATES = {key: dict(_R) for key in (*LANDSCAPES, "typed")}
